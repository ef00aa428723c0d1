"""Addresses of the members' register."""

from django.urls import path

from samsyn.members.views import functions, organisations, organs, people

app_name = "members"
urlpatterns = [
    path("people/", people.index, name="people"),
    path("people/new/", people.register_person, name="register_person"),
    path("people/<uuid:key>/", people.page, name="person"),
    path("people/<uuid:key>/change/", people.change_person, name="change_person"),
    path("people/<uuid:key>/account/", people.tie_account, name="tie_account"),
    path("people/<uuid:key>/left/", people.person_left, name="person_left"),
    path("people/<uuid:key>/returned/", people.person_returned, name="person_returned"),
    path("people/<uuid:key>/erase/", people.erase_person, name="erase_person"),
    path("organisations/", organisations.index, name="organisations"),
    path("organs/", organs.index, name="organs"),
    path("functions/", functions.index, name="functions"),
    path("functions/new/", functions.register_function, name="register_function"),
    path("functions/<slug:code>/", functions.page, name="function"),
    path("functions/<slug:code>/holder/", functions.hold_function, name="hold_function"),
    path("functions/<slug:code>/holder/<int:holding>/end/", functions.end_holding, name="end_holding"),
]
