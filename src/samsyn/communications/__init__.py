"""Communications: campaigns, messages, channels, newsletters, policy watch.

An empty room: a later issue builds here.
"""
