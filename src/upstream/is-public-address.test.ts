import { describe, expect, it } from 'vitest';
import { isPublicAddress } from './is-public-address.ts';

describe('addresses that a caller may make us connect to', () => {
  it.each([
    '93.184.216.34',
    '8.8.8.8',
    '2606:2800:220:1:248:1893:25c8:1946',
    '2a00:1450:4001:831::200e',
    '64:ff9b::8.8.8.8',
    '::ffff:8.8.8.8',
  ])('are public ones: %s', (address) => {
    expect(isPublicAddress(address)).toBe(true);
  });

  it.each([
    ['this machine', '127.0.0.1'],
    ['this machine', '127.255.255.254'],
    ['this machine, IPv6', '::1'],
    ['unspecified', '0.0.0.0'],
    ['unspecified network', '0.1.2.3'],
    ['unspecified, IPv6', '::'],
    ['private', '10.0.0.1'],
    ['private', '172.16.0.1'],
    ['private', '172.31.255.255'],
    ['private', '192.168.1.1'],
    ['carrier-grade NAT (and a cloud metadata service)', '100.100.100.200'],
    ['link-local metadata', '169.254.169.254'],
    ['host agent of a cloud', '168.63.129.16'],
    ['protocol assignments (and a cloud metadata service)', '192.0.0.192'],
    ['documentation', '203.0.113.7'],
    ['benchmarking', '198.18.0.1'],
    ['multicast', '224.0.0.1'],
    ['reserved', '240.0.0.1'],
    ['broadcast', '255.255.255.255'],
    ['link-local, IPv6', 'fe80::1'],
    ['link-local with a zone', 'fe80::1%eth0'],
    ['unique local (and a cloud metadata service)', 'fd00:ec2::254'],
    ['site-local', 'fec0::1'],
    ['multicast, IPv6', 'ff02::1'],
    ['documentation, IPv6', '2001:db8::1'],
    ['unassigned, IPv6', '4000::1'],
    ['IPv4-mapped loopback', '::ffff:127.0.0.1'],
    ['IPv4-mapped loopback in hex', '::ffff:7f00:1'],
    ['IPv4-compatible loopback', '::127.0.0.1'],
    ['NAT64 of a private address', '64:ff9b::10.0.0.1'],
    ['NAT64 of the metadata address', '64:ff9b::a9fe:a9fe'],
    ['local-use NAT64', '64:ff9b:1::808:808'],
    ['6to4 of loopback', '2002:7f00:1::1'],
    ['6to4 of anything', '2002:808:808::1'],
    ['Teredo', '2001:0:4136:e378:8000:63bf:3fff:fdd2'],
    ['IPv4-translated', '::ffff:0:127.0.0.1'],
    ['decimal text', '2130706433'],
    ['octal text', '0177.0.0.1'],
    ['hexadecimal text', '0x7f.0.0.1'],
    ['short text', '127.1'],
    ['a name', 'localhost'],
    ['nothing', ''],
  ])('are never %s: %s', (_what, address) => {
    expect(isPublicAddress(address)).toBe(false);
  });
});
