-- The index of names read backwards is no use to a server that knows nothing of what is in it.
ANALYZE model_name;
