"""Make it yours: a shipped model, fine-tuned on a few clips of one's own callers.

`table` reads the list of clips, `listening` lets the shipped graph hear them, `learning` fits what is small and near the end of it anew, with the
old weights as prior, `crossing` judges that on speakers who were held out, `verdict` says whether a gain can be shown, `store` writes the model and
`report` what was found. No training corpus is needed.
"""
