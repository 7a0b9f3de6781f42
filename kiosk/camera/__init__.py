"""Pictures in: cameras, streams and video files, watched, and their flaws."""
