"""The practice networks: a stand-in for each real one over real HTTP, and an audience that answers a call on it.

Teams rehearse with them and the tests are run against them. Nothing else in the product imports them but `bootstrap`
and the rehearsal, and nothing in them leaves this machine.
"""
