// May this gateway connect to an address that a caller chose? Only to what is public: everything else (this machine,
// its network, cloud metadata, tunnels that lead there) would make the gateway a way into its own network.

import ipaddr from 'ipaddr.js';

/** Public by number, but answered inside a cloud: Azure's host agent gives out machine credentials. */
const METADATA = new Set(['168.63.129.16']);
/** Global unicast as handed out by IANA; whatever lies outside is unassigned or local. */
const GLOBAL_IPV6 = ipaddr.IPv6.parseCIDR('2000::/3');
/** The well-known NAT64 prefix: on IPv6-only networks every IPv4 host has such an address. */
const NAT64 = ipaddr.IPv6.parseCIDR('64:ff9b::/96');

/** True for a globally reachable unicast address in its canonical text form; false for everything else, broken text too. */
export function isPublicAddress(address: string): boolean {
  if (ipaddr.IPv4.isValidFourPartDecimal(address)) return isPublicIpv4(ipaddr.IPv4.parse(address));
  if (!ipaddr.IPv6.isValid(address)) return false;
  const ipv6 = ipaddr.IPv6.parse(address);
  if (ipv6.zoneId !== undefined) return false;
  if (ipv6.isIPv4MappedAddress()) return isPublicIpv4(ipv6.toIPv4Address());
  if (ipv6.match(NAT64)) return isPublicIpv4(new ipaddr.IPv4(ipv6.toByteArray().slice(12)));
  // 6to4 and Teredo addresses have ranges of their own: they carry an IPv4 address and are refused whatever it is.
  return ipv6.match(GLOBAL_IPV6) && ipv6.range() === 'unicast';
}

function isPublicIpv4(ipv4: ipaddr.IPv4): boolean {
  return ipv4.range() === 'unicast' && !METADATA.has(ipv4.toString());
}
