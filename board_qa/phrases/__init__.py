"""What people read: sentences made of data, for pages, files, posts and letters alike."""
