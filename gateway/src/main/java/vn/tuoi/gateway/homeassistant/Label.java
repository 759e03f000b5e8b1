package vn.tuoi.gateway.homeassistant;

/** What is shown of a farm beside its readings. */
enum Label {
    WATERING("Đang tưới", "Watering"),
    WATERING_UNTIL("Tưới đến", "Watering until"),
    DEPLETION("Thiếu nước trong đất", "Soil water depletion"),
    CLOUD("Kết nối máy chủ", "Cloud connection"),
    WAITING("Tin chờ gửi", "Messages waiting");

    private final String vietnamese;
    private final String english;

    Label(String vietnamese, String english) {
        this.vietnamese = vietnamese;
        this.english = english;
    }

    String in(HomeAssistantSettings.Language language) {
        return language == HomeAssistantSettings.Language.VI ? vietnamese : english;
    }
}
