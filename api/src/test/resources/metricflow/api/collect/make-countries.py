"""Writes the GeoIP databases of CountriesTest: pip install mmdb_writer; python make-countries.py"""

from netaddr import IPSet
from mmdb_writer import MMDBWriter


def country(code, name):
    return {"country": {"iso_code": code, "names": {"en": name}}, "continent": {"code": "EU"}}


def write(file, networks):
    writer = MMDBWriter(
        6, "Test-Country", languages=["en"], description="Documentation networks", ipv4_compatible=True
    )
    for network, record in networks.items():
        writer.insert_network(IPSet([network]), record)
    writer.to_db_file(file)


write(
    "countries.mmdb",
    {
        "192.0.2.0/24": country("DE", "Germany"),
        "127.0.0.0/8": country("SE", "Sweden"),
        "2001:db8::/32": country("JP", "Japan"),
        "198.51.100.0/24": {"continent": {"code": "EU"}},
    },
)
write("countries-renewed.mmdb", {"192.0.2.0/24": country("FR", "France")})
