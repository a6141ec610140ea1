"""How anything here is trained: one loop, `fit`, over a `Task`; a `Run` is the folder in which it is recorded."""
