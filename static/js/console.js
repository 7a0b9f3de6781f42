/** Every console page: `g` and then a section's letter goes there, `/` goes to the search field. */
