"""libsrtp's end: takes an SRTP packet and sends one back. Arguments: the other side's key, our key, in hexadecimal."""
import socket
import struct
import sys

from pylibsrtp import Policy, Session

inbound = Session(Policy(key=bytes.fromhex(sys.argv[1]), ssrc_type=Policy.SSRC_ANY_INBOUND))
outbound = Session(Policy(key=bytes.fromhex(sys.argv[2]), ssrc_type=Policy.SSRC_ANY_OUTBOUND))
end = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
end.bind(("127.0.0.1", int(sys.argv[3]) if len(sys.argv) > 3 else 0))
end.settimeout(60)
print("on port", end.getsockname()[1], flush=True)
datagram, sender = end.recvfrom(2000)
print("libsrtp took:", inbound.unprotect(datagram)[12:].decode(), flush=True)
header = struct.pack("!BBHII", 0x80, 96, 7, 160, 0x1234)
end.sendto(outbound.protect(header + b"hello from libsrtp"), sender)
