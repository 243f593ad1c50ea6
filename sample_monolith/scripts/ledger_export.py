#!/usr/bin/env python2
# -*- coding: utf-8 -*-
# Turns our ledger dump into the import file of the accountant's program.
# Runs on her machine, which has Python 2.7 and will not get another. Do not "modernise" it.
import csv
import sys

# the same as ACCOUNTS in hearth/billing/ledger.py; change both
NAMES = {
    '1200': u'Forderungen',
    '1800': u'Bank',
    '1460': u'Geldtransit',
    '1140': u'Waren',
    '3300': u'Verbindlichkeiten',
    '3806': u'Umsatzsteuer 19%',
    '3801': u'Umsatzsteuer 7%',
    '4400': u'Erloese 19%',
    '4300': u'Erloese 7%',
    '4125': u'Erloese steuerfrei',
    '4830': u'Mahngebuehren',
    '6930': u'Forderungsverluste',
}


def read(path):
    for row in csv.reader(open(path, 'rb'), delimiter=';'):
        if row and row[0] != 'voucher':
            yield row


def main(argv):
    if len(argv) != 3:
        print "usage: ledger_export.py ledger.csv import.txt"
        return 2
    out = open(argv[2], 'wb')
    total = 0L
    count = 0
    for voucher, day, account, cents, text in read(argv[1]):
        if not NAMES.has_key(account):
            print >>sys.stderr, "unknown account", account, "in voucher", voucher
            continue
        side = 'S' if long(cents) >= 0 else 'H'
        amount = '%d,%02d' % divmod(abs(long(cents)), 100)
        out.write('%s;%s;%s;%s;%s;%s\r\n' % (
            day.replace('-', ''), voucher, account, side, amount, text[:30]))
        total += long(cents)
        count += 1
    print "%d entries written" % count
    if total <> 0:
        print "WARNING: does not balance, difference %d cents" % total
    return 0


if __name__ == '__main__':
    sys.exit(main(sys.argv))
