"""How they are paid without cash: accounts, codes, requests and bank notices."""
