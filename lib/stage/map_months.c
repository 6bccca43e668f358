/*
 * Names of months as people write them, in English, German, French, Spanish,
 * Italian, Portuguese, Dutch, Polish, Swedish and Danish: none of them means
 * one month in one language and another in another.
 */
#include "base/utf8.h"
#include "stage/map_calendar.h"
#include "text/fold.h"

/* By month; a list of names parted by blanks, each in all its forms. */
static const char *const names[12] = {
	"january januar janvier enero gennaio janeiro januari stycznia "
	    "styczeń jänner jan janv ene gen sty",
	"february februar février febrero febbraio fevereiro februari lutego "
	    "luty feb févr fév fev lut",
	"march märz mars marzo março maart marca marzec marts mar mär mrz "
	    "maerz mrt",
	"april avril abril aprile kwietnia kwiecień apr avr abr kwi",
	"may mai mayo maggio maio mei maja maj mag",
	"june juni juin junio giugno junho czerwca czerwiec jun giu cze",
	"july juli juillet julio luglio julho lipca lipiec jul juil lug lip",
	"august août agosto augustus sierpnia sierpień augusti aug aoû ago "
	    "sie aout",
	"september septembre septiembre settembre setembro września wrzesień "
	    "sep sept set wrz",
	"october oktober octobre octubre ottobre outubro października "
	    "październik oct okt ott out paź",
	"november novembre noviembre novembro listopada listopad nov lis",
	"december dezember décembre diciembre dicembre dezembro grudnia "
	    "grudzień dec dez déc dic gru"
};

/* Bytes of ${s} that are ${name} but for case; 0 if it does not begin so. */
static size_t
begins(struct str s, struct str name)
{
	size_t i = 0, k = 0;

	while (k < name.len) {
		if (i >= s.len || text_fold(utf8_next(s, &i)) !=
		    text_fold(utf8_next(name, &k)))
			return 0;
	}
	return i;
}

/* The longest of a list that ${s} begins with. */
static size_t
longest(struct str s, const char *list)
{
	size_t best = 0, n;

	for (; *list != '\0'; list += n + (list[n] == ' ')) {
		n = strcspn(list, " ");
		if (begins(s, (struct str){ list, n }) > best)
			best = begins(s, (struct str){ list, n });
	}
	return best;
}

int
map_month(struct str s, size_t *len)
{
	size_t n;
	int i, month = 0;

	for (i = 0, *len = 0; i < 12; i++) {
		n = longest(s, names[i]);
		if (n > *len) {
			*len = n;
			month = i + 1;
		}
	}
	return month;
}
