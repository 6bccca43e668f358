/*
 * What tells the topics that are built in.  Words that mean something else
 * in another context, or in another of these languages, are left out.
 */
#include "stage/map_gate.h"

const char *const map_topic_names[] = { "health", "financial_distress",
	NULL };

static const char *const health[] = {
	"diagnosed", "diagnosis", "cancer", "tumor", "tumour", "leukemia",
	"chemotherapy", "chemo", "diabetes", "diabetic", "insulin",
	"depressed", "depression", "antidepressant", "antidepressants",
	"anxiety disorder", "panic attack", "panic attacks", "bipolar",
	"schizophrenia", "suicide", "suicidal", "self-harm", "mental health",
	"mental illness", "psychiatrist", "psychotherapy", "my therapist",
	"hiv", "hepatitis", "pregnant", "pregnancy", "miscarriage",
	"abortion", "ivf", "heart attack", "had a stroke", "heart disease",
	"asthma", "epilepsy", "seizure", "dementia", "alzheimer",
	"alzheimer's", "parkinson's", "multiple sclerosis", "disability",
	"wheelchair", "surgery", "my medication", "my meds", "prescription",
	"medical condition", "health condition", "chronic illness",
	"chronic pain", "sick leave", "medical leave", "hospitalized",
	"hospitalised", "in hospital", "in the hospital", "rehab",
	"addiction", "alcoholic", "overdose", "terminally ill", "my illness",
	"eating disorder", "anorexia", "bulimia", "autism", "adhd",
	"krebs", "krebserkrankung", "chemotherapie", "diabetiker",
	"depressionen", "schwanger", "schwangerschaft", "fehlgeburt",
	"abtreibung", "krankgeschrieben", "krankenhaus", "krankheit",
	"erkrankung", "behinderung", "schwerbehindert", "psychiater",
	"psychotherapie", "medikamente", "herzinfarkt", "schlaganfall",
	"suizid", "selbstmord", "demenz", "epilepsie",
	"tumeur", "chimiothérapie", "diabète", "diabétique", "dépression",
	"enceinte", "grossesse", "fausse couche", "avortement",
	"arrêt maladie", "handicapé", "handicapée", "maladie",
	"mes médicaments", "crise cardiaque", "psychiatre", "hospitalisé",
	"hospitalisée",
	"cáncer", "quimioterapia", "diabético", "diabética", "depresión",
	"embarazada", "embarazo", "aborto", "baja médica", "discapacidad",
	"enfermedad", "mi medicación", "infarto", "psiquiatra",
	"hospitalizado", "hospitalizada",
	"cancro", "tumore", "chemioterapia", "diabete", "depressione",
	"incinta", "gravidanza", "malattia", "disabilità", "ricoverato",
	"ricoverata", "câncer", "grávida", "gravidez", "depressão",
	"doença", "deficiência", "zwanger", "kanker", "ziekte",
	"ziekenhuis", "depressie"
};

static const char *const financial_distress[] = {
	"bankrupt", "bankruptcy", "insolvent", "insolvency", "foreclosure",
	"foreclosed", "evicted", "eviction", "debt collector",
	"debt collectors", "debt collection", "collection agency",
	"collections agency", "in debt", "my debts", "drowning in debt",
	"debt relief", "debt consolidation", "can't pay", "can’t pay",
	"cannot pay", "unable to pay", "can't make the payment",
	"can't make my payments", "can't make ends meet",
	"behind on my payments", "behind on payments", "behind on my rent",
	"behind on rent", "missed payments", "missed a payment", "arrears",
	"overdraft", "overdrawn", "repossessed", "repossession",
	"payday loan", "payday loans", "garnishment", "garnished",
	"lost my job", "laid off", "unemployed", "food bank", "food stamps",
	"financial hardship", "financial difficulties",
	"financial difficulty", "financial trouble", "maxed out",
	"insolvenz", "privatinsolvenz", "pleite", "schulden",
	"schuldnerberatung", "überschuldet", "zahlungsunfähig",
	"gerichtsvollzieher", "arbeitslos", "pfändung", "zwangsräumung",
	"nicht bezahlen kann", "kann nicht zahlen", "kann nicht bezahlen",
	"faillite", "surendetté", "surendettée", "surendettement",
	"mes dettes", "huissier", "au chômage", "impayés",
	"ne peux pas payer", "ne peux plus payer",
	"bancarrota", "insolvente", "desahucio", "mis deudas",
	"moroso", "desempleado", "desempleada", "en paro", "no puedo pagar",
	"fallimento", "pignoramento", "sfratto", "i miei debiti",
	"disoccupato", "disoccupata", "non posso pagare", "falência",
	"dívidas", "desempregado", "desempregada", "não consigo pagar",
	"despejo", "faillissement", "schuldhulpverlening", "werkloos",
	"kan niet betalen", "deurwaarder"
};

const char *const *
map_topic_words(struct str name, size_t *n)
{
	if (str_eq(name, STR("health"))) {
		*n = sizeof(health) / sizeof(health[0]);
		return health;
	}
	if (str_eq(name, STR("financial_distress"))) {
		*n = sizeof(financial_distress) /
		    sizeof(financial_distress[0]);
		return financial_distress;
	}
	return NULL;
}
