"""The practice network: a stand-in for the X API v2 over real HTTP, and an audience that answers a call.

Teams rehearse with it and the tests are run against it. Nothing else in the product imports it but `bootstrap`
and the rehearsal, and nothing in it leaves this machine.
"""
