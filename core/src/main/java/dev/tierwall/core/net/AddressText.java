package dev.tierwall.core.net;

import java.util.Optional;

/** Reads and writes the textual forms of addresses, without name look-ups. */
final class AddressText {

    private static final int GROUPS = 8;

    private AddressText() {}

    static Optional<Address> parseIpv4(String text) {
        long value = ipv4Value(text);
        return value < 0 ? Optional.empty() : Optional.of(new Address(IpFamily.IPV4, 0, value));
    }

    /** The 32-bit value of a dotted quad, or -1. Leading zeros are refused, as Go's parser does. */
    private static long ipv4Value(String text) {
        long value = 0;
        int octets = 0;
        int i = 0;
        int n = text.length();
        while (i < n) {
            int start = i;
            int octet = 0;
            while (i < n && text.charAt(i) >= '0' && text.charAt(i) <= '9' && i - start < 4) {
                octet = octet * 10 + (text.charAt(i) - '0');
                i++;
            }
            int digits = i - start;
            if (digits == 0 || digits > 3 || octet > 255 || (digits > 1 && text.charAt(start) == '0')) {
                return -1;
            }
            value = (value << 8) | octet;
            octets++;
            if (i == n) {
                return octets == 4 ? value : -1;
            }
            if (text.charAt(i) != '.' || octets == 4) {
                return -1;
            }
            i++;
        }
        return -1;
    }

    static Optional<Address> parseIpv6(String text) {
        int gap = text.indexOf("::");
        boolean quadBeforeGap = text.lastIndexOf('.', gap) >= 0;
        if (gap >= 0 && (text.indexOf("::", gap + 1) >= 0 || quadBeforeGap)) {
            return Optional.empty();
        }
        int[] groups = new int[GROUPS];
        if (gap < 0) {
            return readGroups(text, groups, 0) == GROUPS ? Optional.of(ipv6(groups)) : Optional.empty();
        }
        int head = readGroups(text.substring(0, gap), groups, 0);
        int[] tail = new int[GROUPS];
        int tailCount = readGroups(text.substring(gap + 2), tail, 0);
        if (head < 0 || tailCount < 0 || head + tailCount > GROUPS - 1) {
            return Optional.empty();
        }
        System.arraycopy(tail, 0, groups, GROUPS - tailCount, tailCount);
        return Optional.of(ipv6(groups));
    }

    /** Reads colon-separated groups into {@code out}; the last may be a dotted quad. The count, or -1. */
    private static int readGroups(String text, int[] out, int from) {
        if (text.isEmpty()) {
            return from;
        }
        int count = from;
        int i = 0;
        while (true) {
            int end = text.indexOf(':', i);
            String part = end < 0 ? text.substring(i) : text.substring(i, end);
            if (end < 0 && part.indexOf('.') >= 0) {
                long quad = ipv4Value(part);
                if (quad < 0 || count > GROUPS - 2) {
                    return -1;
                }
                out[count++] = (int) (quad >>> 16);
                out[count++] = (int) (quad & 0xffff);
                return count;
            }
            int group = hexGroup(part);
            if (group < 0 || count == GROUPS) {
                return -1;
            }
            out[count++] = group;
            if (end < 0) {
                return count;
            }
            i = end + 1;
        }
    }

    private static int hexGroup(String part) {
        if (part.isEmpty() || part.length() > 4) {
            return -1;
        }
        int value = 0;
        for (int i = 0; i < part.length(); i++) {
            char c = part.charAt(i);
            int digit = c < 128 ? Character.digit(c, 16) : -1;
            if (digit < 0) {
                return -1;
            }
            value = (value << 4) | digit;
        }
        return value;
    }

    private static Address ipv6(int[] groups) {
        long high = 0;
        long low = 0;
        for (int i = 0; i < 4; i++) {
            high = (high << 16) | groups[i];
            low = (low << 16) | groups[i + 4];
        }
        return new Address(IpFamily.IPV6, high, low);
    }

    static String formatIpv4(long value) {
        return (value >>> 24) + "." + ((value >>> 16) & 0xff) + "." + ((value >>> 8) & 0xff) + "." + (value & 0xff);
    }

    static String formatIpv6(long high, long low) {
        int[] groups = new int[GROUPS];
        for (int i = 0; i < 4; i++) {
            groups[i] = (int) (high >>> (48 - 16 * i)) & 0xffff;
            groups[i + 4] = (int) (low >>> (48 - 16 * i)) & 0xffff;
        }
        int gapStart = longestZeroRun(groups);
        StringBuilder text = new StringBuilder(40);
        for (int i = 0; i < GROUPS; i++) {
            if (i == gapStart) {
                text.append("::");
                while (i + 1 < GROUPS && groups[i + 1] == 0) {
                    i++;
                }
                continue;
            }
            if (i > 0 && text.charAt(text.length() - 1) != ':') {
                text.append(':');
            }
            text.append(Integer.toHexString(groups[i]));
        }
        return text.toString();
    }

    /** The start of the first longest run of at least two zero groups, or -1. */
    private static int longestZeroRun(int[] groups) {
        int best = -1;
        int bestLength = 1;
        for (int i = 0; i < GROUPS; i++) {
            int length = 0;
            while (i + length < GROUPS && groups[i + length] == 0) {
                length++;
            }
            if (length > bestLength) {
                best = i;
                bestLength = length;
            }
            i += length;
        }
        return best;
    }
}
