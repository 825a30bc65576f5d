"""What the portal says: sentences for the codes that pure rooms give, in the language of the reader.

One module a topic. An unknown code is shown as its own words, never as an error: rooms may learn a
code before the portal does.
"""
