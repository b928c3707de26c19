"""The network of artists: edges, communities, centralities, places on the map."""
