"""Evidence pack (证据包): what leaves the house as one file, read with the asker's eyes, and the script that proves it."""
