"""The words of the site in one file, to be taken elsewhere: no data of a partner, no answers."""
