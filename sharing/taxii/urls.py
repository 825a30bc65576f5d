"""The addresses below /taxii2, alike with and without a last slash."""

from django.urls import re_path

from sharing.taxii import views

_ROOT = r"^/(?P<root>[a-z0-9_-]{1,60})"
_COLLECTION = _ROOT + r"/collections/(?P<collection>[A-Za-z0-9_-]{1,60})"
_OBJECT = _COLLECTION + r"/objects/(?P<object_id>[^/]{1,120})"

urlpatterns = [
    re_path(r"^/?$", views.DiscoveryView.as_view(), name="discovery"),
    re_path(_ROOT + r"/?$", views.RootView.as_view(), name="root"),
    re_path(
        _ROOT + r"/status/(?P<status>[^/]{1,60})/?$", views.StatusView.as_view(), name="status"
    ),
    re_path(_ROOT + r"/collections/?$", views.CollectionsView.as_view(), name="collections"),
    re_path(_COLLECTION + r"/?$", views.CollectionView.as_view(), name="collection"),
    re_path(_COLLECTION + r"/manifest/?$", views.ManifestView.as_view(), name="manifest"),
    re_path(_COLLECTION + r"/objects/?$", views.ObjectsView.as_view(), name="objects"),
    re_path(_OBJECT + r"/?$", views.ObjectView.as_view(), name="object"),
    re_path(_OBJECT + r"/versions/?$", views.VersionsView.as_view(), name="versions"),
    re_path(r"^/.*$", views.NothingView.as_view(), name="nothing"),
]
