/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/writer.h"

void jf_writer_put(jf_writer *writer, char c)
{
    if (writer->length + 1 < writer->size)
        writer->buffer[writer->length] = c;
    writer->length++;
}

void jf_writer_text(jf_writer *writer, const char *text)
{
    for (; *text; text++)
        jf_writer_put(writer, *text);
}

void jf_writer_repeat(jf_writer *writer, char c, size_t n)
{
    while (n-- > 0)
        jf_writer_put(writer, c);
}

size_t jf_writer_end(jf_writer *writer)
{
    const size_t last = writer->size > 0 ? writer->size - 1 : 0;

    if (writer->size > 0)
        writer->buffer[writer->length < last ? writer->length : last] = '\0';
    return writer->length;
}
