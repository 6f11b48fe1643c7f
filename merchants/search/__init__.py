"""Finding a dossier by what people remember of it: a name without marks, part of a number, a slip of the finger."""
