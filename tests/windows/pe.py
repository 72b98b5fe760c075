# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads what a Windows program (PE, 64 bits) says about itself."""
import struct

TYPE_ICON, TYPE_ICONS, TYPE_VERSION, TYPE_MANIFEST = 3, 14, 16, 24
IMPORTS, RESOURCES = 1, 2  # of the directories


class Program:
    def __init__(self, data):
        self.data = data
        self.head = self.number('<I', 0x3c) + 4
        optional = self.head + 20
        self.directories = optional + 112
        self.sections = [
            struct.unpack_from('<8x4I', data, optional + self.number(
                '<H', self.head + 16) + 40 * i)
            for i in range(self.number('<H', self.head + 2))]

    def number(self, kind, at):
        return struct.unpack_from(kind, self.data, at)[0]

    def timestamp(self):
        return self.number('<I', self.head + 4)

    def place(self, address):
        """Where in the file an address of the running program is."""
        for length, begin, _, raw in self.sections:
            if begin <= address < begin + length:
                return raw + address - begin
        raise ValueError(address)

    def text(self, at):
        return self.data[at:self.data.index(b'\0', at)].decode('ascii')

    def imports(self):
        """The names of the DLLs."""
        at = self.place(self.number('<I', self.directories + 8 * IMPORTS))
        while name := self.number('<I', at + 12):
            yield self.text(self.place(name))
            at += 20

    def resources(self):
        """{(type, name, language): bytes}"""
        root = self.place(self.number('<I', self.directories + 8 * RESOURCES))

        def walk(offset, key):
            named, numbered = struct.unpack_from('<HH', self.data,
                                                 root + offset + 12)
            for i in range(named + numbered):
                name, below = struct.unpack_from(
                    '<II', self.data, root + offset + 16 + 8 * i)
                if below >> 31:
                    yield from walk(below & 0x7fffffff, (*key, name))
                else:
                    begin, length = struct.unpack_from('<II', self.data,
                                                       root + below)
                    begin = self.place(begin)
                    yield (*key, name), self.data[begin:begin + length]

        return dict(walk(0, ()))

    def of_type(self, kind):
        return {key[1]: data for key, data in self.resources().items()
                if key[0] == kind}
