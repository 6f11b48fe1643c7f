"""Skills: what a learner did before the trainer's eyes, and the certificate that says so."""
