/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Numbers as typed.
 *
 * jf_double_read rounds correctly but takes its decimal point from the
 * locale.  So it never gets one: 12.5e3 is handed over as "125e2".  Digits
 * beyond DIGITS cannot change the value except by not being zero, for the
 * halfway points between doubles have at most 767 digits; they are replaced
 * by one digit 1. */
#include "expr/number.h"
#include "base/read.h"

#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

enum { DIGITS = 800, EXPONENT_MAX = 1000000000 };

typedef struct reader {
    const jf_unit *unit;
    bool hex;
    int n;          // digits kept
    int64_t weight; // exponent of the last digit kept, in digits
    bool rest;      // a digit that was not kept is not 0
    char digits[DIGITS + 40];
} reader;

static bool is_digit(uint32_t code, bool hex)
{
    const bool letter =
        (code >= 'a' && code <= 'f') || (code >= 'A' && code <= 'F');

    return (code >= '0' && code <= '9') || (hex && letter);
}

static void keep(reader *r, uint32_t code)
{
    if (r->n == 0 && code == '0')
        return;
    if (r->n < DIGITS) {
        r->digits[r->n++] = (char)code;
    } else {
        r->weight++;
        r->rest |= code != '0';
    }
}

// A run of digits with single underscores between them; how many digits.
static int read_digits(reader *r, bool fraction)
{
    int n = 0;

    for (;; r->unit++) {
        const uint32_t code = r->unit->code;
        if (code == '_' && n > 0 && is_digit(r->unit[1].code, r->hex))
            continue;
        if (!is_digit(code, r->hex))
            return n;
        keep(r, code);
        r->weight -= fraction;
        n++;
    }
}

static int read_mantissa(reader *r)
{
    int n = read_digits(r, false);

    if (r->unit->code == '.' && r->unit[1].code != '.' &&
        (n > 0 || is_digit(r->unit[1].code, r->hex))) {
        r->unit++;
        n += read_digits(r, true);
    }
    return n;
}

static int64_t read_exponent(reader *r)
{
    const uint32_t small = r->hex ? 'p' : 'e', large = r->hex ? 'P' : 'E';
    const jf_unit *u = r->unit;
    int64_t exponent = 0;

    if (u->code != small && u->code != large)
        return 0;
    u++;
    const bool negative = u->code == '-';
    if (u->code == '-' || u->code == '+')
        u++;
    if (!is_digit(u->code, false))
        return 0; // 2e is 2*e
    for (; is_digit(u->code, false); u++)
        if (exponent < EXPONENT_MAX)
            exponent = exponent * 10 + (int64_t)(u->code - '0');
    r->unit = u;
    return negative ? -exponent : exponent;
}

static double value_of(reader *r, int64_t exponent)
{
    char *const digits = r->digits;

    if (r->n == 0)
        return 0;
    if (r->rest) {
        digits[r->n++] = '1';
        r->weight--;
    }
    exponent += r->weight * (r->hex ? 4 : 1);
    char text[sizeof r->digits + 40];
    snprintf(text, sizeof text, "%s%.*s%c%lld", r->hex ? "0x" : "", r->n,
             digits, r->hex ? 'p' : 'e', (long long)exponent);
    return jf_double_read(text, NULL);
}

bool jf_number_begins(const jf_unit *unit)
{
    return is_digit(unit->code, false) ||
           (unit->code == '.' && is_digit(unit[1].code, false));
}

jf_text_id jf_number_read(const jf_unit *unit, double *value,
                          const jf_unit **end)
{
    reader r = {.unit = unit};

    r.hex = unit->code == '0' && (unit[1].code == 'x' || unit[1].code == 'X') &&
            (is_digit(unit[2].code, true) || unit[2].code == '.');
    if (r.hex)
        r.unit += 2;
    const int n = read_mantissa(&r);
    const int64_t exponent = read_exponent(&r);
    *value = value_of(&r, exponent);
    *end = r.unit;
    if (n == 0)
        return JF_TEXT_EXPR_NUMBER_BAD_HEX;
    if (jf_number_begins(r.unit) && r.unit->code == '.')
        return JF_TEXT_EXPR_NUMBER_TWO_POINTS;
    if (isinf(*value))
        return JF_TEXT_EXPR_NUMBER_TOO_LARGE;
    if (r.n > 0 && *value < 0x1p-1074)
        return JF_TEXT_EXPR_NUMBER_TOO_SMALL;
    return JF_TEXT_NONE;
}
