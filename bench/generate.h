/* SPDX-License-Identifier: Apache-2.0 */
/* Generated campaigns for the benchmarks: Chinese copy of the lawful sort, with many words in it that rules look for. */
#ifndef BENCH_GENERATE_H
#define BENCH_GENERATE_H

#include <stddef.h>

/* About `target` bytes, the same each time for a target; to be freed. Exits when out of memory. */
char *generate_campaign(size_t target, size_t *ret_n);

#endif
