"""What is measured: flags, similar questions, pictures of every screen."""
