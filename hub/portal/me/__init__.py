"""The pages of natural persons: what is held about me, my consents, requests and complaints.

A person signs in by a one-time code and has a session of their own: credentials of staff open nothing
here, and a person's nothing of institutions. What the pages say depends on what the person may know and
on nothing else (PC-25). Every page works without JavaScript.
"""
