/*
 * redact_check: check digits of card, account and personal numbers.
 * Private.
 *
 * Each takes the number's ${n} characters without what parts them, letters
 * in upper case, in the shape that its caller has seen to, and says whether
 * they can be such a number: its check digits, and the date or region in it
 * where it has one.
 */
#ifndef TEXT_REDACT_CHECK_H
#define TEXT_REDACT_CHECK_H

#include <stdbool.h>
#include <stddef.h>

typedef bool redact_check(const char *c, size_t n);

redact_check	check_card;	/* a network's prefix and length, and that: */
redact_check	check_luhn;	/* ISO/IEC 7812-1, annex B; digits */
redact_check	check_mod97;	/* ISO/IEC 7064 over an IBAN, ISO 13616 */

/* Personal numbers, by country. */
redact_check	check_ar_cuit, check_au_tfn, check_be, check_bg_egn,
		check_br_cpf, check_ca_sin, check_ch_ahv, check_cl_rut,
		check_cn, check_cz, check_de_tax, check_dk_cpr, check_es_dni,
		check_es_nie, check_fi_hetu, check_fr_nir, check_gb_nino,
		check_hk, check_ie_pps, check_il, check_in_aadhaar,
		check_it_cf, check_jp, check_kr_rrn, check_mx_curp,
		check_nl_bsn, check_no, check_pl_pesel, check_pt_nif,
		check_ro_cnp, check_se, check_sg_nric, check_tr, check_us_itin,
		check_za;

#endif
