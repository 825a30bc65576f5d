"""Cases: alerts about one event become one case; a case is a derived view (promise 7).

Doors: `services.assign_cases` places alerts as the hub sees them all; `arrange.arrange` divides what one
reader sees, and what its people decided (`rulings`, `decisions`) holds against the machine. Alerts meet
under keyed digests (`meeting`) and stand in hulls (`hulls`), beyond which no reader's case reaches. What
is compared of an alert, and how, is in `matching`.
"""
