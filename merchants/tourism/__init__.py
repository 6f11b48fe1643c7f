"""Tourism businesses: what guests ask about rooms, safety, opening and the way there, asked once and shown to all."""
