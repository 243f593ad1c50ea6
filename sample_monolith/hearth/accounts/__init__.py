"""Customer accounts. Begun by Ines in spring 2024; the tickets are still in services/."""
