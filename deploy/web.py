"""The ASGI application as the process keeper starts it: a web worker that ends with its server."""

from deploy.child import end_with_parent
from hub.asgi import application

__all__ = ["application"]

end_with_parent()
