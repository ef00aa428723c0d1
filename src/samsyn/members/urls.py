"""Addresses of the members' register."""

from django.urls import path

from samsyn.members import views

app_name = "members"
urlpatterns = [
    path("people/", views.people, name="people"),
    path("people/new/", views.register_person, name="register_person"),
    path("people/<uuid:key>/", views.person, name="person"),
    path("people/<uuid:key>/change/", views.change_person, name="change_person"),
    path("people/<uuid:key>/account/", views.tie_account, name="tie_account"),
    path("people/<uuid:key>/left/", views.person_left, name="person_left"),
    path("people/<uuid:key>/returned/", views.person_returned, name="person_returned"),
    path("people/<uuid:key>/erase/", views.erase_person, name="erase_person"),
    path("organisations/", views.organisations, name="organisations"),
    path("organs/", views.organs, name="organs"),
    path("functions/", views.functions, name="functions"),
    path("functions/new/", views.register_function, name="register_function"),
    path("functions/<slug:code>/", views.function, name="function"),
    path("functions/<slug:code>/holder/", views.hold_function, name="hold_function"),
    path("functions/<slug:code>/holder/<int:holding>/end/", views.end_holding, name="end_holding"),
]
