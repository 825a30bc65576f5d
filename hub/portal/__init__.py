"""The portal: server-rendered pages for the signed-in staff of institutions and regulators.

Views parse, call one selector or service and render; what a page says lies in `words`, what a person
may open is declared by `permissions.requires`. Natural persons have their own pages in `me`. Every page works without JavaScript and holds no
inline style or script (the content security policy forbids them). Knows no models.
"""
