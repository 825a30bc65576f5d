"""Scoring, pure: how urgent something is, 0 to 100, and why. Every score names its version and keeps its inputs.

`score` weighs what one alert says itself; subscriptions go by it. `desk` weighs a case for one
institution, from nothing but what that institution sees: a score tells nobody of alerts it was not sent.
"""
