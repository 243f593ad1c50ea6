"""From the boundary file to contexts that obey what people said."""
