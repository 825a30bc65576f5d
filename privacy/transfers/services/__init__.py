"""Writes of transfers: assess a programme, file a mechanism, count persons abroad, write the ledger of acts."""
