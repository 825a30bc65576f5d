"""The demo exchange: fictitious institutions, groups, agreements and alerts to look at.

Everything goes in through the product's own services; nothing here is imported by other rooms.
"""
