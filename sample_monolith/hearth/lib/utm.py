"""Where a visitor came from: the utm_* parameters, tidied up."""

import re

# what the agencies write -> what the reports call it
SOURCES = {
    "fb": "facebook", "facebook.com": "facebook", "ig": "instagram", "insta": "instagram",
    "nl": "newsletter", "mail": "newsletter", "google_ads": "google", "adwords": "google",
    "idealo.de": "idealo",
}
LONGEST = 60


def clean(value):
    value = re.sub(r"[^a-z0-9._-]+", "-", (value or "").strip().lower()).strip("-")
    return value[:LONGEST] or None


def parse_utm(arguments):
    """{'source': ..., 'campaign': ...}; both may be None."""
    source = clean(arguments.get("utm_source"))
    campaign = clean(arguments.get("utm_campaign"))
    if source is None and arguments.get("gclid"):
        source = "google"
    return {"source": SOURCES.get(source, source), "campaign": campaign}


def link(url, campaign, source="newsletter"):
    """A link with our own parameters; what was there stays."""
    glue = "&" if "?" in url else "?"
    return f"{url}{glue}utm_source={source}&utm_campaign={clean(campaign)}"


def tag_links(text, campaign):
    """Tag every link to the shop in the text of a mail."""
    return re.sub(
        r"https://www\.hearthside\.example/[^\s)>\"]*",
        lambda match: link(match.group(0), campaign),
        text,
    )
