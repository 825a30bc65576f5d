"""The site: composition, faces and the people who sign in.

Stands on `sharing` and `privacy` and gives them a face; decides nothing about alerts itself.
"""

# Shared tasks find this application in every process, so that the web can wake a worker too.
from hub.celery import app as celery_application

__all__ = ["celery_application"]
