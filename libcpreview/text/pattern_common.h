/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How common characters are in folded copy of banks, for pattern_literals.c and its test. Counted in the campaigns and rule
 * examples of this project, and rounded down to powers of two. Only the speed of reviews depends on it: which of the literals
 * of a pattern is looked for. It need not be kept true.
 */
#ifndef CPR_TEXT_PATTERN_COMMON_H
#define CPR_TEXT_PATTERN_COMMON_H

#include <stddef.h>
#include <stdint.h>
#include <uchar.h>

#define CPR_COMMON_BITS 16 /* frequencies are in 2^16 characters */
#define CPR_COMMON_RARE 20 /* of whatever is not listed */

/* Each list ascends. */
static const char16_t cpr_common_1024[] = u"。";
static const char16_t cpr_common_512[] = u"、不本的行";
static const char16_t cpr_common_256[] = u"一为人以保信元可和品年开您我户收日有款理用请金";
static const char16_t cpr_common_128[] =
	u"上与个于产任份会作公内分利到券办务动取同后在奖存定客得息意或手投提时是最月服期机权每江沪活满点率由码能自要记证诉财"
	u"账贷费资转选通银限险领额";
static const char16_t cpr_common_64[] =
	u"万三下业中主也买了事享付代优低何使供借先全关再准减出前加化区单卡即原参及发号司合名向告员商回因基处复大天好安实家密"
	u"对小就工已并张录心惠成打承抽担按换授放政方无明未来查核次没法消现生申电登益看知示等答管系经结统续网至营规解认诈话询"
	u"说调责购起身还这退送部量钱销长间随需面须题风骗高";

static inline int cpr_common_has(const char16_t *list, size_t n, uint32_t c)
{
	size_t low = 0, high = n;

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (list[mid] == c)
			return 1;
		if (list[mid] < c)
			low = mid + 1;
		else
			high = mid;
	}
	return 0;
}

#define CPR_COMMON_HAS(list, c) cpr_common_has((list), sizeof(list) / sizeof *(list) - 1, (c))

static inline uint16_t cpr_common_char(uint32_t c)
{
	if (c < 0x80)
		return c == ',' ? 2048 : c >= '0' && c <= '9' ? 512 : c >= 'a' && c <= 'z' ? 40 : 160;
	return CPR_COMMON_HAS(cpr_common_64, c)	  ? 64
	       : CPR_COMMON_HAS(cpr_common_128, c)  ? 128
	       : CPR_COMMON_HAS(cpr_common_256, c)  ? 256
	       : CPR_COMMON_HAS(cpr_common_512, c)  ? 512
	       : CPR_COMMON_HAS(cpr_common_1024, c) ? 1024
						    : CPR_COMMON_RARE;
}

#endif
