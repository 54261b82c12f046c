/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CPREVIEW_CPREVIEW_H
#define CPREVIEW_CPREVIEW_H

/**
 * @file
 * libcpreview: consumer-protection review of marketing campaigns.
 *
 * Load a ruleset once, parse a campaign, review it, read or write the report:
 *
 *     cpreview_ruleset_load() -> cpreview_campaign_load_file() -> cpreview_review() -> cpreview_report_verdict()
 *
 * Ownership has three words. *new*: yours to unref or free. *borrowed*: lives as long as the object you asked.
 * *steals*: yours until the call, not after. Functions accept NULL objects and answer with an empty value.
 *
 * Threads: no mutable globals. Rulesets, campaigns and reports may be used by many threads at once; reference counts are
 * atomic; the library starts no thread. It never prints, exits, reads the environment, sets a locale or touches the
 * global state of libxml2. Only bytes, lengths, integers and handles cross the ABI.
 */

#include <cpreview/campaign.h>
#include <cpreview/error.h>
#include <cpreview/output.h>
#include <cpreview/report.h>
#include <cpreview/review.h>
#include <cpreview/ruleset.h>
#include <cpreview/version.h>

#endif
