"""Documents from Discogs' monthly dumps: fetched, taken over, compared with the API's."""
