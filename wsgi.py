"""What a WSGI server imports."""

from app.factory import serve

app = serve()
