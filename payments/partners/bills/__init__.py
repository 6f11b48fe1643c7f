"""Bills paid without cash: electricity, school fees, health; counted by providers for a commune and a month."""
