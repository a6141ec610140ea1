"""Leave one corpus out: what the runs of `voice` and `fusion` say of voices and corpora from which nothing has learned, on validation. Nothing
else here predicts as well what a model makes of callers that it has never heard.
"""
